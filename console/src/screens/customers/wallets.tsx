import type { WalletView } from '@atalaya/contract/wallets.ts';
import { useFormats } from '../../app/formats.tsx';
import { Hash, Moment } from '../../parts/values.tsx';
import { useTexts } from '../../texts/catalogue.ts';

export function Wallets({ rows }: { rows: readonly WalletView[] }) {
  const t = useTexts();
  const f = useFormats();
  const c = t.customers.walletColumns;
  if (rows.length === 0) return <p className="muted">{t.customers.noWallets}</p>;
  return (
    <table className="plain-table">
      <thead>
        <tr>
          <th scope="col">{c.what}</th>
          <th scope="col">{c.owner}</th>
          <th scope="col">{c.where}</th>
          <th scope="col" className="right">
            {c.in}
          </th>
          <th scope="col" className="right">
            {c.out}
          </th>
          <th scope="col" className="right">
            {c.last}
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.id}>
            <td>
              <Hash
                value={row.address ?? row.account ?? row.id}
                head={10}
                tail={6}
                what={t.words.walletKind[row.kind]}
              />
              {row.listed && <span className="state-signal"> ■ {t.customers.listed}</span>}
            </td>
            <td>
              {t.words.owner[row.owner]}
              {row.holder !== undefined && <span className="muted"> · {row.holder}</span>}
            </td>
            <td className="soft">{row.network ?? row.bank ?? '—'}</td>
            <td className="right num">{f.count(row.deposits)}</td>
            <td className="right num">{f.count(row.withdrawals)}</td>
            <td className="right soft">
              <Moment at={row.last_seen} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
