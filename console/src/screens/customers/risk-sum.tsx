import type { CustomerView } from '@atalaya/contract/customers.ts';
import { useFormats } from '../../app/formats.tsx';
import { Risk } from '../../parts/marks.tsx';
import { useTexts } from '../../texts/catalogue.ts';

/** Reasons that add up: each bar begins where the one before ended, and the last line is their sum. */
export function RiskSum({ risk }: { risk: CustomerView['risk'] }) {
  const t = useTexts().customers;
  const f = useFormats();
  if (risk.reasons.length === 0)
    return (
      <p className="soft">
        {t.riskNone} <Risk level={risk.rating} />
      </p>
    );
  const scale = Math.max(100, risk.points);
  let before = 0;
  const rows = risk.reasons.map((reason) => {
    const start = before;
    before += reason.points;
    return { reason, start };
  });
  return (
    <table className="risk-sum">
      <tbody>
        {rows.map(({ reason, start }) => (
          <tr key={reason.code}>
            <th scope="row">{f.pick(reason.text)}</th>
            <td className="num right">
              {reason.points < 0 ? '−' : '+'}
              {f.count(Math.abs(reason.points))}
            </td>
            <td className="risk-bar" aria-hidden="true">
              <i
                style={{
                  marginInlineStart: `${(Math.min(start, start + reason.points) / scale) * 100}%`,
                  width: `${(Math.abs(reason.points) / scale) * 100}%`,
                }}
              />
            </td>
          </tr>
        ))}
        <tr className="risk-total">
          <th scope="row">{t.riskSum(risk.points)}</th>
          <td className="num right">{f.count(risk.points)}</td>
          <td>
            <Risk level={risk.rating} />
          </td>
        </tr>
      </tbody>
    </table>
  );
}
