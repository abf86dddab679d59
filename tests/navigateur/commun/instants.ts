// Instants as the page says them, in the time of Paris.

const JOUR_ET_HEURE = new Intl.DateTimeFormat("fr", {
  dateStyle: "full",
  timeStyle: "medium",
  timeZone: "Europe/Paris",
});

export function instant(le: string): string {
  return `${JOUR_ET_HEURE.format(new Date(le))} (heure de Paris)`;
}
