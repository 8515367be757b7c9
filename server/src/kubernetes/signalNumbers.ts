// Numbers of signals on Linux (x86 and ARM, signal(7)). Names as `lifecycle.stopSignal` spells them.

const NUMBERS: Readonly<Record<string, number>> = Object.fromEntries(
  (
    'HUP INT QUIT ILL TRAP ABRT BUS FPE KILL USR1 SEGV USR2 PIPE ALRM TERM STKFLT CHLD CONT STOP TSTP TTIN TTOU URG XCPU XFSZ ' +
    'VTALRM PROF WINCH IO PWR SYS'
  )
    .split(' ')
    .map((name, i) => [`SIG${name}`, i + 1]),
);
const ALIASES: Readonly<Record<string, string>> = { SIGIOT: 'SIGABRT', SIGCLD: 'SIGCHLD', SIGPOLL: 'SIGIO' };
/** SIGRTMIN of glibc; the two below are its own. */
const RTMIN = 34;
const RTMAX = 64;

/** Number of a signal; undefined for a name that is none. */
export function signalNumber(name: string): number | undefined {
  const realtime = /^SIGRT(MIN|MAX)(?:(?:\+|PLUS|-|MINUS)(\d+))?$/.exec(name);
  if (realtime !== null)
    return realtime[1] === 'MIN' ? RTMIN + Number(realtime[2] ?? 0) : RTMAX - Number(realtime[2] ?? 0);
  return NUMBERS[ALIASES[name] ?? name];
}
