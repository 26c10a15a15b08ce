// Has Mermaid's own parser read each of the files named, and says which it does not take.
import { readFileSync } from "node:fs";
import mermaid from "mermaid";

for (const file of process.argv.slice(2)) {
  try {
    await mermaid.parse(readFileSync(file, "utf8"));
  } catch (error) {
    console.log(`${file}: ${error}`);
    process.exitCode = 1;
  }
}
