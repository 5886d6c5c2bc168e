import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../../api/api.ts';
import { Dialog } from '../../parts/dialog.tsx';
import { Field } from '../../parts/field.tsx';
import { ErrorNote } from '../../parts/notes.tsx';
import { say } from '../../parts/toasts.tsx';
import { useSending } from '../../parts/use-sending.ts';
import { useTexts } from '../../texts/catalogue.ts';
import { fromJson, toCsv, toGraphMl, toJson, toSvg } from './map-files.ts';
import { layeredPlaces, type MoneyMap, type Shown } from './map-graph.ts';

const nameOf = ({ asset, root }: MoneyMap, ending: string): string =>
  `mapa-${asset}-${root.slice(0, 12)}.${ending}`;

function hand(content: Blob, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(content);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1_000);
}

/** The picture as pixels, drawn from the same SVG. */
async function pngOf(svg: string): Promise<Blob | null> {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  await image.decode();
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [Math.min(image.width * 2, 8_000), Math.min(image.height * 2, 8_000)];
  canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve) => canvas.toBlob(resolve, 'image/png'));
}

/** Files of the map, and the case it is kept with. */
export function Files({
  map,
  shown,
  onOpen,
}: {
  map: MoneyMap;
  shown: Shown;
  onOpen: (map: MoneyMap) => void;
}) {
  const t = useTexts().map;
  const [saving, setSaving] = useState(false);
  const svg = (): string => toSvg(shown, layeredPlaces(shown, map.root), map.asset);
  const text = (content: string, type: string, ending: string) => (): void =>
    hand(new Blob([content], { type }), nameOf(map, ending));
  const open = async (file: File | undefined): Promise<void> => {
    const saved = file === undefined ? undefined : fromJson(await file.text());
    if (saved !== undefined) onOpen(saved);
    else if (file !== undefined) say(t.notAMap, { tone: 'signal' });
  };
  return (
    <div className="map-files">
      <button type="button" className="button" onClick={() => setSaving(true)}>
        {t.saveWithCase}
      </button>
      <details className="map-export">
        <summary className="button">{t.export}</summary>
        <div className="map-menu">
          <button
            type="button"
            className="button quiet"
            onClick={() => text(svg(), 'image/svg+xml', 'svg')()}
          >
            SVG
          </button>
          <button
            type="button"
            className="button quiet"
            onClick={() => void pngOf(svg()).then((png) => png !== null && hand(png, nameOf(map, 'png')))}
          >
            PNG
          </button>
          <button
            type="button"
            className="button quiet"
            onClick={() => text(toCsv(shown, map.asset), 'text/csv', 'csv')()}
          >
            CSV
          </button>
          <button
            type="button"
            className="button quiet"
            onClick={() => text(toGraphMl(shown, map.asset), 'application/xml', 'graphml')()}
          >
            GraphML
          </button>
          <button
            type="button"
            className="button quiet"
            onClick={() => text(toJson(map), 'application/json', 'json')()}
          >
            {t.mapFile}
          </button>
        </div>
      </details>
      <label className="button">
        {t.openSaved}
        <input
          type="file"
          accept="application/json,.json"
          className="visually-hidden"
          onChange={(event) => void open(event.target.files?.[0])}
        />
      </label>
      {saving && <SaveDialog map={map} svg={svg()} onClose={() => setSaving(false)} />}
    </div>
  );
}

function SaveDialog({ map, svg, onClose }: { map: MoneyMap; svg: string; onClose: () => void }) {
  const t = useTexts().map;
  const { sending, error, send } = useSending();
  const { data } = useQuery({
    queryKey: ['cases', 'for-map'],
    queryFn: ({ signal }) => api.listCases({ query: { limit: 100 } }, { signal }),
  });
  const cases = (data?.items ?? []).filter(({ state }) => state === 'open' || state === 'investigating');
  const [chosen, setChosen] = useState<string>();
  const id = chosen ?? cases[0]?.id;
  const save = async (): Promise<void> => {
    if (id === undefined) return;
    const attach = async (
      content: Blob,
      name: string,
      type: 'application/octet-stream' | 'image/png',
    ): Promise<void> => {
      await api.addAttachment({ params: { id }, query: { name }, body: content, type });
    };
    const done = await send(async () => {
      await attach(new Blob([toJson(map)]), nameOf(map, 'json'), 'application/octet-stream');
      const png = await pngOf(svg);
      if (png !== null) await attach(png, nameOf(map, 'png'), 'image/png');
    });
    if (!done) return;
    say(t.savedSaid);
    onClose();
  };
  return (
    <Dialog title={t.saveWithCase} onClose={onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        {data !== undefined && cases.length === 0 && <p>{t.noCases}</p>}
        {cases.length > 0 && (
          <Field label={t.case} hint={t.saveHint}>
            <select value={id} onChange={(event) => setChosen(event.target.value)}>
              {cases.map((one) => (
                <option key={one.id} value={one.id}>
                  {t.caseNumber(one.number)} · {one.customer_name ?? one.customer}
                </option>
              ))}
            </select>
          </Field>
        )}
        {error !== undefined && <ErrorNote error={error} writing />}
        <div className="dialog-actions">
          <button type="submit" className="button primary" disabled={sending || id === undefined}>
            {t.save}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
