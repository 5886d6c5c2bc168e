import { useEffect, useState } from 'react';
import { useFormats } from '../../app/formats.tsx';
import { useGo } from '../../parts/go.tsx';
import { path } from '../../paths.ts';
import { useTexts } from '../../texts/catalogue.ts';
import type { Subject } from './use-map.ts';

/** An asset of a network; without figures where nothing was read, and a service is asked. */
export interface Choice {
  readonly network: string;
  readonly asset: string;
  readonly movements?: number;
  readonly as_of?: { readonly block?: number | undefined };
}

interface SearchProps {
  readonly graphs: readonly Choice[];
  readonly subject: Subject;
}

/** Which address, in which graph. */
export function Search({ graphs, subject }: SearchProps) {
  const t = useTexts().map;
  const f = useFormats();
  const go = useGo();
  const [address, setAddress] = useState(subject.address);
  const [chosen, setChosen] = useState<string>();
  useEffect(() => setAddress(subject.address), [subject.address]);
  const key = (one: { network: string; asset: string }): string => `${one.network} ${one.asset}`;
  const value =
    chosen ?? (subject.network === '' ? (graphs[0] === undefined ? '' : key(graphs[0])) : key(subject));
  const now = graphs.find((one) => key(one) === value);
  return (
    <form
      className="filter map-search"
      onSubmit={(event) => {
        event.preventDefault();
        const [network = '', asset = ''] = value.split(' ');
        if (address.trim() !== '') go(path.map({ network, asset, address: address.trim() }));
      }}
    >
      <label>
        <span className="visually-hidden">{t.graph}</span>
        <select value={value} onChange={(event) => setChosen(event.target.value)}>
          {graphs.map((one) => (
            <option key={key(one)} value={key(one)}>
              {one.asset} · {one.network}
            </option>
          ))}
        </select>
      </label>
      <label className="map-address">
        <span className="visually-hidden">{t.address}</span>
        <input
          type="text"
          className="mono"
          placeholder={t.address}
          value={address}
          spellCheck={false}
          autoComplete="off"
          onChange={(event) => setAddress(event.target.value)}
        />
      </label>
      <button type="submit" className="button primary">
        {t.look}
      </button>
      {now !== undefined && (
        <span className="muted map-fine">
          {now.movements === undefined ? t.askedOnly : t.read(f.count(now.movements))}
          {now.as_of?.block === undefined ? '' : ` · ${t.asOfBlock(now.as_of.block)}`}
        </span>
      )}
    </form>
  );
}
