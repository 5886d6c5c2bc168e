import type { CustomerView } from '@atalaya/contract/customers.ts';
import { useFormats } from '../../app/formats.tsx';
import { Facts } from '../../parts/page.tsx';
import { Amount } from '../../parts/values.tsx';
import { useTexts, wordOf } from '../../texts/catalogue.ts';

const addressOf = (address: NonNullable<CustomerView['address']>): string =>
  [
    [address.street, address.number, address.interior].filter(Boolean).join(' '),
    address.neighbourhood,
    [address.postcode, address.city].filter(Boolean).join(' '),
    address.region,
    address.country,
  ]
    .filter(Boolean)
    .join(', ');

/** Who the customer is, as far as it is known and may be read. */
export function Profile({ customer }: { customer: CustomerView }) {
  const t = useTexts();
  const f = useFormats();
  const l = t.customers.fields;
  const day = (date: string | undefined) => (date === undefined ? undefined : f.date(date.slice(0, 10)));
  return (
    <Facts
      items={[
        [
          l.reference,
          <span key="r" className="mono">
            {customer.reference}
          </span>,
        ],
        [l.kind, t.words.customerKind[customer.kind]],
        [l.legalName, customer.legal_name],
        [l.birth, day(customer.birth_date)],
        [l.incorporated, day(customer.incorporated_on)],
        [l.nationality, customer.nationality],
        [l.country, customer.country],
        [
          l.identity,
          customer.identity_numbers && (
            <ul key="i">
              {customer.identity_numbers.map((item) => (
                <li key={`${item.type} ${item.value}`}>
                  <span className="muted">{item.type.toUpperCase()}</span>{' '}
                  <span className="mono">{item.value}</span>
                </li>
              ))}
            </ul>
          ),
        ],
        [l.address, customer.address && addressOf(customer.address)],
        [l.email, customer.email],
        [l.phone, customer.phone],
        [l.occupation, customer.occupation && wordOf(t.words.occupation, customer.occupation)],
        [
          l.activity,
          customer.activity_code && (
            <span key="a" className="mono">
              {customer.activity_code}
            </span>
          ),
        ],
        [l.purpose, customer.purpose && wordOf(t.words.purpose, customer.purpose)],
        [
          l.income,
          customer.declared_monthly_income && <Amount key="n" {...customer.declared_monthly_income} />,
        ],
        [
          l.volume,
          customer.declared_monthly_volume && <Amount key="v" {...customer.declared_monthly_volume} />,
        ],
        [l.registered, day(customer.registered_at)],
        [l.updated, day(customer.updated_at)],
      ]}
    />
  );
}
