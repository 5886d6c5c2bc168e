/** Drawn for this console on a 16 px grid; 1.4 px lines, no fills, so that they stay quiet beside words. */
const PATHS = {
  today: 'M2.5 10.5a5.5 5.5 0 0 1 11 0M1 13.5h14M8 2v1.6M2.8 4.6l1.1 1.1M13.2 4.6l-1.1 1.1',
  alerts: 'M3 4h10M3 8h10M3 12h6',
  cases: 'M2.5 5.2h11v8h-11zM6 5V3h4v2M2.5 9h11',
  customers:
    'M8 8.2a2.6 2.6 0 1 0 0-5.2 2.6 2.6 0 0 0 0 5.2zM3 13.5c.5-2.6 2.5-3.7 5-3.7s4.500 1.100 5 3.700',
  events: 'M1.500 8.500h3l1.800-5 3.200 9.500 1.900-4.500h3.100',
  map: 'M3.500 6.200a1.700 1.700 0 1 0 0-3.400 1.700 1.700 0 0 0 0 3.400zM12.500 6.200a1.700 1.700 0 1 0 0-3.400 1.700 1.700 0 0 0 0 3.400zM6.300 10.500h3.400v3.400H6.300zM4.400 6l2.600 4.500M11.600 6 9 10.500',
  scenarios: 'M3 3.500h10M3 12.500h10M8 3.500v3M5.200 6.500h5.600v3H5.200zM8 9.500v3',
  screening:
    'M6 2.500a3.500 3.500 0 1 0 0 7 3.500 3.500 0 0 0 0-7zM10 6.500a3.500 3.500 0 1 0 0 7 3.500 3.500 0 0 0 0-7z',
  lists:
    'M2.500 4l1 1 1.800-2M2.500 8.500l1 1 1.800-2M2.500 13l1 1 1.800-2M8 4h5.500M8 8.500h5.500M8 13h5.500',
  reports: 'M4 1.800h5.500L12.500 5v9.200H4zM9.500 2v3h3M6.200 8.200h4M6.200 11h4',
  journal: 'M8 2v3M8 5 4.500 8M8 5l3.500 3M4.500 8v2.500M11.500 8v2.500M3 10.500h3v3H3zM10 10.500h3v3h-3z',
  settings: 'M2 4.500h7M12 4.500h2M10.500 3v3M2 11.500h2M7 11.500h7M5.500 10v3',
  imports: 'M8 2v8M5 7.200 8 10.200l3-3M2.500 11v2.500h11V11',
  search: 'M7 12A5 5 0 1 0 7 2a5 5 0 0 0 0 10zM10.700 10.700 14 14',
  close: 'M4 4l8 8M12 4l-8 8',
  more: 'M3.500 8h.1M8 8h.1M12.500 8h.1',
  chevron: 'M6 3.500 10.500 8 6 12.500',
  back: 'M10 3.500 5.500 8l4.500 4.500',
  check: 'M3 8.500 6.500 12 13 4.500',
  warning: 'M8 2.500 14.500 13.500h-13zM8 6.500v3M8 11.500v.2',
  lock: 'M4 7.500h8v6H4zM5.500 7.500V5.200a2.500 2.500 0 0 1 5 0v2.300',
  file: 'M4 1.800h5.500L12.500 5v9.200H4zM9.500 2v3h3',
  note: 'M3 3h10v7.500L9.500 13.500H3zM9.500 13.500v-3H13M5.500 6h5M5.500 8.500h3',
  external: 'M9 3h4v4M13 3 7.500 8.500M11 9.500V13H3V5h3.500',
} as const;
export type IconName = keyof typeof PATHS;

export function Icon({ name, size = 16 }: { name: IconName; size?: number }) {
  return (
    <svg className="icon" width={size} height={size} viewBox="0 0 16 16" aria-hidden="true">
      <path
        d={PATHS[name]}
        fill="none"
        stroke="currentColor"
        strokeWidth="1.4"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  );
}

/** The tower: a lit window over the land. */
export function Tower({ size = 22 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 24 24" aria-hidden="true">
      <path d="M8 22 9.200 11h5.600L16 22z" fill="currentColor" />
      <path d="M5.500 6.500 12 2l6.500 4.500z" fill="currentColor" />
      <path d="M7 6.500h10V11H7z" fill="var(--ember)" />
    </svg>
  );
}
