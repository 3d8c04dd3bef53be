package io.flinkarrow.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.List;
import java.util.Map;
import org.apache.flink.connector.file.sink.writer.FileWriterBucketState;
import org.apache.flink.core.fs.Path;
import org.junit.jupiter.api.Test;

class RestoredBucketsTest {

  private static final Path OLD = new Path("file:///data/old");
  private static final Path MOVED = new Path("file:///data/new");

  private static FileWriterBucketState empty(String id, Path directory) {
    return new FileWriterBucketState(id, directory, Long.MAX_VALUE, null);
  }

  private static FileWriterBucketState withOpenFile(String id, Path directory) {
    return new FileWriterBucketState(id, directory, 1_700_000_000_000L, null);
  }

  private static FileWriterBucketState withPendingFiles(String id, Path directory) {
    return new FileWriterBucketState(id, directory, Long.MAX_VALUE, null, Map.of(7L, List.of()));
  }

  @Test
  void bucketsWithoutFilesAreMadeAnewWhereverTheyWere() {
    List<FileWriterBucketState> buckets =
        List.of(empty("", OLD), empty("", MOVED), empty("day=1", new Path(OLD, "day=1")));
    assertThat(new RestoredBuckets(MOVED, false).withFiles(buckets)).isEmpty();
  }

  @Test
  void filesThatAnotherSinkLeftInTheSameDirectoryAreTakenUp() {
    List<FileWriterBucketState> buckets =
        List.of(
            withOpenFile("", OLD),
            withOpenFile("day=1", new Path(OLD, "day=1")),
            withPendingFiles("day=2", new Path(OLD, "day=2")));
    assertThat(new RestoredBuckets(OLD, false).withFiles(buckets)).isEqualTo(buckets);
    Path withSlash = new Path(URI.create("file:///data/old/"));
    assertThat(new RestoredBuckets(withSlash, false).withFiles(buckets)).isEqualTo(buckets);
  }

  @Test
  void filesThatAnotherSinkLeftInAnotherDirectoryAreRefused() {
    for (FileWriterBucketState bucket :
        List.of(
            withOpenFile("day=1", new Path(OLD, "day=1")),
            withPendingFiles("day=1", new Path(OLD, "day=1")))) {
      assertThatThrownBy(() -> new RestoredBuckets(MOVED, false).withFiles(List.of(bucket)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContainingAll(
              "bucket 'day=1'", OLD + "/day=1", MOVED + "/day=1", "with the old directory");
    }
  }
}
