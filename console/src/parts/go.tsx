import { useRouter } from '@tanstack/react-router';
import { type AnchorHTMLAttributes, type MouseEvent, useCallback } from 'react';

/** Moves to a URL of the path builder without reloading the page. */
export function useGo(): (href: string, options?: { replace?: boolean }) => void {
  const router = useRouter();
  return useCallback(
    (href, options) => {
      if (options?.replace === true) router.history.replace(href);
      else router.history.push(href);
    },
    [router],
  );
}

type GoProps = AnchorHTMLAttributes<HTMLAnchorElement> & { href: string };

/** A link to a view; modified clicks (new tab, new window) stay the browser's. */
export function Go({ href, onClick, ...rest }: GoProps) {
  const go = useGo();
  const follow = (event: MouseEvent<HTMLAnchorElement>): void => {
    onClick?.(event);
    const plain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
    if (event.defaultPrevented || !plain) return;
    event.preventDefault();
    event.stopPropagation();
    go(href);
  };
  return <a href={href} onClick={follow} {...rest} />;
}
