// The texts of all languages as a module; scripts/build.mjs puts them into the worker's bundle.
declare module 'podwright:texts' {
  const texts: Readonly<Record<'en' | 'zh-cn', Readonly<Record<string, Readonly<Record<string, string>>>>>>;
  export default texts;
}
