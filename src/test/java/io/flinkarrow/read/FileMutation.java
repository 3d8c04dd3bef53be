package io.flinkarrow.read;

import io.flinkarrow.read.PlainFile.Page;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import javax.annotation.Nullable;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.PageHeader;
import shaded.parquet.org.apache.thrift.protocol.TProtocolException;

/** Ways to damage a file. */
enum FileMutation {
  BYTES(true) {
    @Override
    Mutated apply(byte[] file, byte[] other, Random random) {
      return Mutated.of(changed(file, 0, file.length, random));
    }
  },
  CUT(true) {
    @Override
    Mutated apply(byte[] file, byte[] other, Random random) {
      return Mutated.of(Arrays.copyOf(file, random.nextInt(file.length)));
    }
  },
  /** Some bytes are gone, doubled, or those of another file. */
  SPLICE(true) {
    @Override
    Mutated apply(byte[] file, byte[] other, Random random) {
      byte[] from = random.nextBoolean() ? file : other;
      int start = random.nextInt(from.length);
      int length = random.nextInt(Math.min(from.length - start, 1 + random.nextInt(300)) + 1);
      int at = random.nextInt(file.length);
      int replaced = random.nextBoolean() ? length : random.nextInt(300);
      int behind = Math.min(file.length, at + replaced);
      ByteArrayOutputStream spliced = new ByteArrayOutputStream();
      spliced.write(file, 0, at);
      if (random.nextInt(4) > 0) {
        spliced.write(from, start, length);
      }
      spliced.write(file, behind, file.length - behind);
      return Mutated.of(spliced.toByteArray());
    }
  },
  FOOTER_BYTES(false) {
    @Override
    Mutated apply(byte[] file, byte[] other, Random random) throws IOException {
      return Mutated.of(changed(file, PlainFile.of(file).body().length, file.length - 8, random));
    }
  },
  FOOTER_FIELDS(false) {
    @Override
    Mutated apply(byte[] file, byte[] other, Random random) throws IOException {
      PlainFile plain = PlainFile.of(file);
      return writable(
          () -> {
            FileMetaData footer = plain.footer().deepCopy();
            for (int i = random.nextInt(2); i >= 0; i--) {
              ThriftMutations.mutate(footer, random);
            }
            return plain.with(footer);
          });
    }
  },
  HEADER_FIELDS(false) {
    @Override
    Mutated apply(byte[] file, byte[] other, Random random) throws IOException {
      PlainFile plain = PlainFile.of(file);
      Page page = any(plain.pages(), random);
      return writable(
          () -> {
            PageHeader header = page.header().deepCopy();
            ThriftMutations.mutate(header, random);
            return plain.with(page, header);
          });
    }
  },
  /** Of a page that may have a checksum. */
  PAGE_BYTES(false) {
    @Override
    Mutated apply(byte[] file, byte[] other, Random random) throws IOException {
      Page page = any(PlainFile.of(file).pages(), random);
      return new Mutated(
          changed(file, page.content(), page.end(), random),
          page.header().isSetCrc() ? page : null);
    }
  },
  /** Levels, lengths and values, as somebody wrote them who computes checksums. */
  PAGE_CONTENT(false) {
    @Override
    Mutated apply(byte[] file, byte[] other, Random random) throws IOException {
      PlainFile plain = PlainFile.of(file);
      Page page = any(plain.pages(), random);
      byte[] content = plain.content(page);
      int most = random.nextBoolean() ? content.length : Math.min(16, content.length);
      return Mutated.of(plain.with(page, changed(content, 0, most, random)));
    }
  };

  /** Numbers at the edges, which lengths, counts and levels do not like. */
  private static final byte[] EDGES = {0, 1, 0x7f, (byte) 0x80, (byte) 0xff, (byte) 0xfe, 2, 3};

  private final boolean ofAnyFile;

  FileMutation(boolean ofAnyFile) {
    this.ofAnyFile = ofAnyFile;
  }

  /**
   * A damaged file.
   *
   * @param checked the only page with changes, if these cannot go unnoticed
   */
  record Mutated(byte[] file, @Nullable Page checked) {

    static Mutated of(byte[] file) {
      return new Mutated(file, null);
    }
  }

  /** Whether it can be done to a file that is encrypted. */
  boolean isOfAnyFile() {
    return ofAnyFile;
  }

  /**
   * Changes a copy.
   *
   * @param other a good file too
   */
  abstract Mutated apply(byte[] file, byte[] other, Random random) throws IOException;

  /** Some bytes become others; none if there are none. */
  private static byte[] changed(byte[] whole, int from, int to, Random random) {
    byte[] changed = whole.clone();
    for (int i = from == to ? -1 : random.nextInt(4); i >= 0; i--) {
      int at = from + random.nextInt(to - from);
      switch (random.nextInt(4)) {
        case 0 -> changed[at] = (byte) random.nextInt();
        case 1 -> changed[at] = EDGES[random.nextInt(EDGES.length)];
        case 2 -> changed[at] ^= (byte) (1 << random.nextInt(8));
        default -> Arrays.fill(changed, at, Math.min(to, at + 1 + random.nextInt(5)), (byte) 0xff);
      }
    }
    return changed;
  }

  private interface Change {
    byte[] apply() throws IOException;
  }

  /** Tries until thrift takes what it is given: it does not write without required fields. */
  private static Mutated writable(Change change) throws IOException {
    while (true) {
      try {
        return Mutated.of(change.apply());
      } catch (IOException e) {
        if (!(e.getCause() instanceof TProtocolException)) {
          throw e;
        }
      }
    }
  }

  private static Page any(List<Page> pages, Random random) {
    return pages.get(random.nextInt(pages.size()));
  }
}
