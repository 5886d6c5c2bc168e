import type { ExposureSlice, ExposureView, TaintPolicy } from '@atalaya/contract/tracing.ts';
import { useFormats } from '../../app/formats.tsx';
import { shorten, shortenLong } from '../../format/words.ts';
import { Amount, Hash, Moment } from '../../parts/values.tsx';
import { useTexts, wordOf } from '../../texts/catalogue.ts';
import type { MapHandle } from './use-map.ts';

interface SlicesProps {
  readonly exposure: ExposureView;
  readonly asset: string;
  readonly policy: TaintPolicy;
  readonly handle: MapHandle;
}

/** Where the money of the selected address came from or went, the largest part first. */
export function Slices({ exposure, asset, policy, handle }: SlicesProps) {
  const { slices, total, note, as_of, tags_version } = exposure;
  const t = useTexts().map;
  const f = useFormats();
  const named = slices.filter(({ attribution, path }) => attribution !== undefined && path.length > 0);
  const [nearest] = [...named].sort((a, b) => a.hops - b.hops);
  return (
    <section aria-label={t.exposure}>
      <h3>
        {t.exposure} · <Amount amount={total} asset={asset} /> · {t.policies[policy]}
      </h3>
      <ul className="map-slices">
        {slices.map((slice) => (
          <Slice
            key={`${slice.kind} ${slice.category} ${slice.attribution?.entity}`}
            slice={slice}
            asset={asset}
            handle={handle}
          />
        ))}
      </ul>
      {nearest !== undefined && (
        <button type="button" className="button" onClick={() => handle.showPath(nearest)}>
          {t.nearest(shortenLong(nearest.attribution?.entity ?? ''), nearest.hops)}
        </button>
      )}
      <p className="map-bound">{f.pick(note)}</p>
      <p className="muted map-fine">
        {as_of.block === undefined ? '' : t.asOfBlock(as_of.block)} <Moment at={as_of.time} /> ·{' '}
        {tags_version === 'none' ? t.noTags : t.tagsVersion(shorten(tags_version))}
      </p>
    </section>
  );
}

function Slice({ slice, asset, handle }: { slice: ExposureSlice; asset: string; handle: MapHandle }) {
  const t = useTexts().map;
  const f = useFormats();
  const { attribution, kind, category, share_ppm, amount, value_usd, hops, path } = slice;
  const name = attribution === undefined ? wordOf(t.endings, category) : shortenLong(attribution.entity);
  return (
    <li className={`map-slice map-slice-${kind}`}>
      <div className="map-slice-line">
        <strong title={attribution?.entity}>{name}</strong>
        <span className="num">{f.percent(share_ppm / 1_000_000)}</span>
      </div>
      <div className="map-bar" aria-hidden="true">
        <span style={{ inlineSize: `${share_ppm / 10_000}%` }} />
      </div>
      <div className="map-slice-line map-fine">
        <span>
          {t.kinds[kind]}
          {attribution !== undefined &&
            ` · ${wordOf(t.categories, category)} · ${t.hops(hops)} · ${t.confidence(attribution.confidence)}`}
        </span>
        <Amount amount={amount} asset={asset} usd={value_usd} />
      </div>
      {path.length > 0 && attribution !== undefined && (
        <details>
          <summary>{t.path(path.length)}</summary>
          <ol className="map-path">
            {path.map((step) => (
              <li key={`${step.tx} ${step.from} ${step.to}`}>
                <Hash value={step.from} /> → <Hash value={step.to} />{' '}
                <Amount amount={step.amount} asset={asset} /> <Moment at={step.time} />{' '}
                <Hash value={step.tx} what={t.transaction} />
              </li>
            ))}
          </ol>
          <button type="button" className="button" onClick={() => handle.showPath(slice)}>
            {t.showPath}
          </button>
        </details>
      )}
    </li>
  );
}
