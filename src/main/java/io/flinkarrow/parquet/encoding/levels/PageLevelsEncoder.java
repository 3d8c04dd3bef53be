package io.flinkarrow.parquet.encoding.levels;

import io.flinkarrow.parquet.column.Levels;
import io.flinkarrow.parquet.encoding.bytes.BitPacking;
import io.flinkarrow.parquet.encoding.bytes.ByteArrayBuilder;
import java.util.Arrays;
import javax.annotation.Nullable;

/**
 * The repetition and definition levels of a column's open page, encoded as they come and sealed as
 * the level sections of a data page of either version. Runs cost the same whatever their length.
 *
 * <p>{@link #append} any number of times, then {@link #seal}: the encoder is then ready for the
 * next page. Arrays are kept from page to page until {@link #reset()}.
 */
public final class PageLevelsEncoder {

  private static final int LENGTH_BYTES = Integer.BYTES;

  private final int maxRepetitionLevel;
  private final int maxDefinitionLevel;
  private static final long[] NO_COUNTS = {};

  /** Of levels that are all zero there is nothing. */
  @Nullable private final ByteArrayBuilder repetitionBytes;

  @Nullable private final ByteArrayBuilder definitionBytes;

  /** Null if the column has none, as most have not. */
  @Nullable private final LevelRunEncoder repetition;

  /** Null if the column has none. */
  @Nullable private final LevelRunEncoder definition;

  private final long[] repetitionCounts;
  private final long[] definitionCounts;
  private int levelCount;

  /** What {@link #rewind} goes back to. */
  private Mark mark;

  private record Mark(
      int levelCount,
      LevelRunEncoder.Mark repetition,
      LevelRunEncoder.Mark definition,
      long[] repetitionCounts,
      long[] definitionCounts) {}

  public PageLevelsEncoder(int maxRepetitionLevel, int maxDefinitionLevel) {
    if (maxRepetitionLevel > Levels.HIGHEST || maxDefinitionLevel > Levels.HIGHEST) {
      throw new UnsupportedOperationException(
          "Levels up to %d are supported but the column's are %d (repetition) and %d (definition):"
                  .formatted(Levels.HIGHEST, maxRepetitionLevel, maxDefinitionLevel)
              + " nest less deeply");
    }
    this.maxRepetitionLevel = maxRepetitionLevel;
    this.maxDefinitionLevel = maxDefinitionLevel;
    repetitionBytes = maxRepetitionLevel == 0 ? null : new ByteArrayBuilder();
    definitionBytes = maxDefinitionLevel == 0 ? null : new ByteArrayBuilder();
    repetition = encoder(maxRepetitionLevel, repetitionBytes);
    definition = encoder(maxDefinitionLevel, definitionBytes);
    repetitionCounts = maxRepetitionLevel == 0 ? NO_COUNTS : new long[maxRepetitionLevel + 1];
    definitionCounts = maxDefinitionLevel == 0 ? NO_COUNTS : new long[maxDefinitionLevel + 1];
  }

  @Nullable
  private static LevelRunEncoder encoder(int maxLevel, ByteArrayBuilder out) {
    if (maxLevel == 0) {
      return null;
    }
    return maxLevel == 1
        ? new BitRunEncoder(out)
        : new RunLengthBitPackingEncoder(BitPacking.widthOf(maxLevel), out);
  }

  /** Adds the levels of a slice to the open page. */
  public void append(Levels levels) {
    levelCount += levels.accept(new Appender());
  }

  /** Returns how many level entries were added. */
  private final class Appender implements Levels.Visitor<Integer> {

    @Override
    public Integer uniform(Levels.Uniform levels) {
      appendRepetitionZeros(levels.count());
      appendDefinitionRun(levels.definitionLevel(), levels.count());
      return levels.count();
    }

    @Override
    public Integer bitmap(Levels.Bitmap levels) {
      appendBits(levels);
      return levels.count();
    }

    @Override
    public Integer materialized(Levels.Materialized levels) {
      appendBytes(levels);
      return levels.count();
    }

    @Override
    public Integer runs(Levels.Runs levels) {
      appendRepetitionZeros(levels.count());
      for (int run = 0; run < levels.runs(); run++) {
        appendDefinitionRun(levels.definition()[run], levels.lengths()[run]);
      }
      return levels.count();
    }
  }

  private void appendBits(Levels.Bitmap levels) {
    if (maxRepetitionLevel != 0 || !(definition instanceof BitRunEncoder bits)) {
      throw new IllegalArgumentException(
          "A level bitmap needs maximum levels 0 (repetition) and 1 (definition) but they are"
              + " %d and %d".formatted(maxRepetitionLevel, maxDefinitionLevel));
    }
    int nulls = levels.count() - levels.definedCount();
    if (nulls == 0 || levels.definedCount() == 0) {
      appendDefinitionRun(nulls == 0 ? 1 : 0, levels.count());
    } else {
      bits.writeBitmap(levels.words(), levels.count());
      definitionCounts[0] += nulls;
      definitionCounts[1] += levels.definedCount();
    }
  }

  private void appendBytes(Levels.Materialized levels) {
    if (levels.repetition() == null) {
      appendRepetitionZeros(levels.count());
    } else if (maxRepetitionLevel > 0) {
      repetition.write(levels.repetition(), 0, levels.count());
      LevelCounts.add(levels.repetition(), levels.count(), repetitionCounts);
    }
    if (maxDefinitionLevel > 0) {
      definition.write(levels.definition(), 0, levels.count());
      LevelCounts.add(levels.definition(), levels.count(), definitionCounts);
    }
  }

  private void appendRepetitionZeros(int count) {
    if (maxRepetitionLevel > 0) {
      repetition.writeRun(0, count);
      repetitionCounts[0] += count;
    }
  }

  private void appendDefinitionRun(int level, int count) {
    if (maxDefinitionLevel > 0) {
      definition.writeRun(level, count);
      definitionCounts[level] += count;
    }
  }

  /** Remembers the open page as it is. */
  public void mark() {
    mark =
        new Mark(
            levelCount,
            maxRepetitionLevel == 0 ? null : repetition.mark(),
            maxDefinitionLevel == 0 ? null : definition.mark(),
            repetitionCounts.clone(),
            definitionCounts.clone());
  }

  /** Takes out of the open page what was appended since {@link #mark()}. */
  public void rewind() {
    if (maxRepetitionLevel > 0) {
      repetition.rewind(mark.repetition);
    }
    if (maxDefinitionLevel > 0) {
      definition.rewind(mark.definition);
    }
    System.arraycopy(mark.repetitionCounts, 0, repetitionCounts, 0, repetitionCounts.length);
    System.arraycopy(mark.definitionCounts, 0, definitionCounts, 0, definitionCounts.length);
    levelCount = mark.levelCount;
  }

  /** Another encoder, whose open page has the levels that this one's has. */
  public PageLevelsEncoder copy() {
    mark();
    PageLevelsEncoder copy = new PageLevelsEncoder(maxRepetitionLevel, maxDefinitionLevel);
    if (maxRepetitionLevel > 0) {
      copy.repetitionBytes.put(repetitionBytes);
    }
    if (maxDefinitionLevel > 0) {
      copy.definitionBytes.put(definitionBytes);
    }
    copy.mark = mark;
    copy.rewind();
    return copy;
  }

  /** The number of entries below the maximum definition level in the open page. */
  private int nullCount() {
    return maxDefinitionLevel == 0
        ? 0
        : levelCount - Math.toIntExact(definitionCounts[maxDefinitionLevel]);
  }

  /**
   * Appends the sections of the open page to {@code out}, repetition levels first, each with its
   * length before it and left out if the maximum level is 0; begins the next page. So a page of
   * version 1 has them.
   */
  public SealedLevels seal(ByteArrayBuilder out) {
    return seal(out, true);
  }

  /** The same without the lengths, which the header of a page of version 2 has. */
  public SealedLevels sealWithoutLengths(ByteArrayBuilder out) {
    return seal(out, false);
  }

  private SealedLevels seal(ByteArrayBuilder out, boolean lengths) {
    int repetitionLength =
        maxRepetitionLevel > 0 ? sealSection(repetition, repetitionBytes, lengths, out) : 0;
    int definitionLength =
        maxDefinitionLevel > 0 ? sealSection(definition, definitionBytes, lengths, out) : 0;
    SealedLevels sealed =
        new SealedLevels(
            levelCount,
            nullCount(),
            maxRepetitionLevel > 0 ? repetitionCounts.clone() : new long[0],
            maxDefinitionLevel > 1 ? definitionCounts.clone() : new long[0],
            repetitionLength,
            definitionLength);
    Arrays.fill(repetitionCounts, 0);
    Arrays.fill(definitionCounts, 0);
    levelCount = 0;
    return sealed;
  }

  /** Returns the section's length. */
  private static int sealSection(
      LevelRunEncoder encoder, ByteArrayBuilder section, boolean withLength, ByteArrayBuilder out) {
    encoder.finish();
    int length = section.length();
    if (withLength) {
      out.putIntLittleEndian(length);
    }
    out.put(section);
    section.reset();
    return length;
  }

  /** About how many bytes {@link #seal} would append now. */
  public long encodedBytes() {
    long bytes = 0;
    if (maxRepetitionLevel > 0) {
      bytes += LENGTH_BYTES + repetitionBytes.length() + repetition.pendingBytes();
    }
    if (maxDefinitionLevel > 0) {
      bytes += LENGTH_BYTES + definitionBytes.length() + definition.pendingBytes();
    }
    return bytes;
  }

  /** Heap bytes of the arrays that grow with the page. */
  public long retainedBytes() {
    return retainedBytes(repetitionBytes) + retainedBytes(definitionBytes);
  }

  private static long retainedBytes(@Nullable ByteArrayBuilder bytes) {
    return bytes == null ? 0 : bytes.retainedBytes();
  }

  /** Forgets the open page and gives up the arrays. */
  public void reset() {
    if (repetition != null) {
      repetition.reset();
      repetitionBytes.release();
    }
    if (definition != null) {
      definition.reset();
      definitionBytes.release();
    }
    Arrays.fill(repetitionCounts, 0);
    Arrays.fill(definitionCounts, 0);
    levelCount = 0;
    mark = null;
  }
}
