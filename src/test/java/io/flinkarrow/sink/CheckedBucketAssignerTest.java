package io.flinkarrow.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.flink.core.fs.Path;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.streaming.api.functions.sink.filesystem.BucketAssigner;
import org.apache.flink.streaming.api.functions.sink.filesystem.bucketassigners.SimpleVersionedStringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class CheckedBucketAssignerTest {

  private static final Path BASE = new Path("file:///data/out");

  /** The element is the bucket. */
  static final class Echo implements BucketAssigner<String, String> {
    @Override
    public String getBucketId(String element, Context context) {
      return element;
    }

    @Override
    public SimpleVersionedSerializer<String> getSerializer() {
      return SimpleVersionedStringSerializer.INSTANCE;
    }
  }

  private final OpenWriters openWriters = new OpenWriters(1);
  private final CheckedBucketAssigner<String> assigner =
      new CheckedBucketAssigner<>(BASE, new Echo(), openWriters);

  @ParameterizedTest
  @NullSource
  @ValueSource(
      strings = {
        "..",
        "../../etc/x",
        "a/../../x",
        "a/..",
        ".",
        "./a",
        "/etc/x",
        "\\etc",
        "..\\..\\etc",
        "a\\..\\..\\x",
        "x:y",
        "file:/etc",
        "hdfs://other/x",
        "a\u0000b",
        "a\nb"
      })
  void aBucketThatIsNoDirectoryBelowTheBaseIsRefused(String bucketId) {
    assertThatThrownBy(() -> assigner.getBucketId(bucketId, null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("/data/out")
        .hasMessageContaining(Echo.class.getName());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"a", "a/b", "dt=2026-11-23/hour=07", "...", "..a", "a..", "ä b", "%2e%2e", "a//b"})
  void anyOtherBucketStaysBelowTheBase(String bucketId) {
    assertThat(assigner.getBucketId(bucketId, null)).isEqualTo(bucketId);
    Path directory = new Path(BASE, bucketId);
    assertThat(directory.toUri().normalize().getPath()).startsWith("/data/out/");
    assertThat(directory.toUri().getScheme()).isEqualTo("file");
  }

  @Test
  void theEmptyBucketIsTheBaseItself() {
    assertThat(assigner.getBucketId("", null)).isEmpty();
  }

  @Test
  void aRefusedBucketIsRefusedAgain() {
    assigner.getBucketId("a", null);
    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(() -> assigner.getBucketId("..", null))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("has the segment '..'");
    }
  }
}
