package io.flinkarrow.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinkarrow.testing.BlockFileSystem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.apache.flink.connector.file.src.FileSourceSplit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The splits of a file are its bytes, each once, wherever the file lies and however long it is. */
class RangesCoverEachFileOnceTest {

  @TempDir Path directory;

  private Path file(int length) throws IOException {
    return Files.write(directory.resolve(length + ".parquet"), new byte[length]);
  }

  private static List<FileSourceSplit> splits(
      FileRangesEnumerator enumerator, org.apache.flink.core.fs.Path path) throws IOException {
    Collection<FileSourceSplit> splits =
        enumerator.enumerateSplits(new org.apache.flink.core.fs.Path[] {path}, 1);
    assertThat(splits.stream().map(FileSourceSplit::splitId)).doesNotHaveDuplicates();
    return new ArrayList<>(splits);
  }

  private static void assertCovered(List<FileSourceSplit> splits, int length, int most) {
    long end = 0;
    for (FileSourceSplit split : splits) {
      assertThat(split.offset()).isEqualTo(end);
      assertThat(split.length()).isBetween(1L, (long) most);
      assertThat(split.fileSize()).isEqualTo(length);
      end += split.length();
    }
    assertThat(end).isEqualTo(length);
  }

  @Test
  void ofAnyLength() throws Exception {
    for (int length : new int[] {1, 99, 100, 101, 199, 200, 201, 12_345}) {
      List<FileSourceSplit> splits =
          splits(
              FileRangesEnumerator.ofRanges(100),
              new org.apache.flink.core.fs.Path(file(length).toUri()));
      assertCovered(splits, length, 100);
      assertThat(splits).hasSize((length + 99) / 100);
    }
  }

  @Test
  void withinBlocks() throws Exception {
    List<FileSourceSplit> splits =
        splits(FileRangesEnumerator.ofRanges(3_000), BlockFileSystem.path(file(9_001)));
    assertCovered(splits, 9_001, 3_000);
    assertThat(splits).hasSize(5).allSatisfy(split -> assertThat(split.hostnames()).hasSize(1));
  }

  /** A reader then says what the file is. */
  @Test
  void alsoAFileOfNoBytesIsRead() throws Exception {
    assertThat(
            splits(
                FileRangesEnumerator.ofRanges(100),
                new org.apache.flink.core.fs.Path(file(0).toUri())))
        .singleElement()
        .satisfies(split -> assertThat(split.length()).isZero());
  }

  @Test
  void wholeFilesAreNotSplitByBlocks() throws Exception {
    assertCovered(
        splits(FileRangesEnumerator.ofWholeFiles(), BlockFileSystem.path(file(9_001))),
        9_001,
        9_001);
    assertThat(splits(FileRangesEnumerator.ofWholeFiles(), BlockFileSystem.path(directory)))
        .hasSize(1);
  }

  /** A restored reader may still have one of the first enumerator. */
  @Test
  void anotherEnumeratorNamesTheSplitsOfOtherFilesDifferently() throws Exception {
    List<FileSourceSplit> first =
        splits(
            FileRangesEnumerator.ofRanges(100),
            new org.apache.flink.core.fs.Path(file(300).toUri()));
    List<FileSourceSplit> second =
        splits(
            FileRangesEnumerator.ofRanges(100),
            new org.apache.flink.core.fs.Path(file(301).toUri()));
    assertThat(first.stream().map(FileSourceSplit::splitId))
        .doesNotContainAnyElementsOf(second.stream().map(FileSourceSplit::splitId).toList());
  }
}
