/** The tower at dusk: ridges of ink over a sand sky, one lit window. Colours come from the theme. */
export function Dusk() {
  return (
    <svg className="dusk" viewBox="0 0 1200 900" preserveAspectRatio="xMidYMax slice" aria-hidden="true">
      <defs>
        <linearGradient id="dusk-sky" x1="0" y1="0" x2="0" y2="1">
          <stop offset="0" className="sky-top" />
          <stop offset="0.55" className="sky-middle" />
          <stop offset="0.8" className="sky-low" />
          <stop offset="1" className="sky-edge" />
        </linearGradient>
        <radialGradient id="dusk-light" cx="0.5" cy="0.5" r="0.5">
          <stop offset="0" stopColor="#f6a868" stopOpacity="0.85" />
          <stop offset="0.25" stopColor="#f0874a" stopOpacity="0.3" />
          <stop offset="1" stopColor="#f0874a" stopOpacity="0" />
        </radialGradient>
      </defs>
      <rect width="1200" height="900" fill="url(#dusk-sky)" />
      <g className="stars">
        {STARS.map(([x, y, r]) => (
          <circle key={`${x} ${y}`} cx={x} cy={y} r={r} />
        ))}
      </g>
      <path
        className="ridge ridge-1"
        d="M0 610c120-60 210-30 330-64s190-92 320-70 190 66 300 42 160-54 250-36v418H0z"
      />
      <path className="ridge ridge-2" d="M0 690c160-20 240-74 390-62s210 52 350 30 250-88 460-46v288H0z" />
      <path className="ridge ridge-3" d="M0 770c140 8 250-52 420-48s230 58 400 40 260-40 380-12v150H0z" />
      <g className="tower">
        <circle cx="452" cy="556" r="150" fill="url(#dusk-light)" />
        <path d="M424 740 434 574h36l10 166z" />
        <path d="M420 538 452 512l32 26z" />
        <path d="M424 570h56v6h-56z" />
        <path className="tower-window" d="M430 541h44v27h-44z" />
        <path d="M441 541h2v27h-2zM461 541h2v27h-2z" />
      </g>
      <path className="ridge ridge-4" d="M0 828c200-34 330-92 520-88s300 78 680 44v116H0z" />
    </svg>
  );
}

const STARS: readonly (readonly [number, number, number])[] = [
  [120, 90, 1.4],
  [210, 180, 1],
  [330, 70, 1.1],
  [402, 210, 0.9],
  [520, 120, 1.5],
  [610, 60, 1],
  [700, 190, 1.2],
  [790, 100, 0.9],
  [905, 150, 1.3],
  [980, 60, 1],
  [1060, 210, 1.1],
  [1130, 110, 1.4],
  [60, 260, 1],
  [560, 260, 0.8],
  [850, 270, 1],
  [270, 300, 0.8],
];
