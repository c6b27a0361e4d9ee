// Cuts the operations that the stand-in answers out of GitHub's published description:
//
//   cd "$(mktemp -d)" && npm pack @octokit/openapi && tar xzf octokit-openapi-*.tgz
//   node …/slice.mjs package > …/src/test/resources/github-openapi.json
//
// Examples and prose are left out; schemas, status codes and headers stay as they are published.
import { readFileSync } from 'node:fs';

const root = process.argv[2];
const whole = JSON.parse(readFileSync(`${root}/generated/api.github.com.json`));
const { version } = JSON.parse(readFileSync(`${root}/package.json`));
const operations = [
  '/user',
  '/user/orgs',
  '/user/memberships/orgs',
  '/user/memberships/orgs/{org}',
  '/users/{username}',
  '/orgs/{org}/members/{username}',
];

const prose = new Set(['examples', 'example', 'x-github', 'externalDocs', 'x-octokit']);
const strip = (node, inProperties = false) => {
  if (Array.isArray(node)) return node.map((item) => strip(item));
  if (node === null || typeof node !== 'object') return node;
  return Object.fromEntries(
    Object.entries(node)
      .filter(([key, value]) => inProperties || !(prose.has(key) || (key === 'description' && typeof value === 'string')))
      .map(([key, value]) => [key, strip(value, key === 'properties')]),
  );
};

const paths = Object.fromEntries(operations.map((path) => [path, { get: strip(whole.paths[path].get) }]));
const components = {};
const follow = (node) => {
  for (const [, section, name] of JSON.stringify(node).matchAll(/"#\/components\/(\w+)\/([^"]+)"/g)) {
    if (components[section]?.[name]) continue;
    (components[section] ??= {})[name] = strip(whole.components[section][name]);
    follow(components[section][name]);
  }
};
follow(paths);

const info = { title: whole.info.title, version: whole.info.version, 'x-source': `@octokit/openapi ${version}`, license: whole.info.license };
console.log(JSON.stringify({ openapi: whole.openapi, info, paths, components }, null, 1));
