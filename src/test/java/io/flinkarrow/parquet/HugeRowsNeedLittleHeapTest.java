package io.flinkarrow.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinkarrow.testing.ForkedJvm;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A row is one page, but no more is made of it at a time than a slice: a batch of one row is
 * written in little more heap than it and its page take.
 */
class HugeRowsNeedLittleHeapTest {

  /** The elements of the inputs that a heap of 400 MB is to be enough for. */
  private static final int SHARE = Boolean.getBoolean("flinkarrow.extended") ? 1 : 10;

  @ParameterizedTest
  @CsvSource({
    "bool, 500000000, UNCOMPRESSED",
    "bool, 500000000, ZSTD",
    "int8, 60000000, UNCOMPRESSED",
    "int8, 60000000, SNAPPY",
    "int8, 60000000, ZSTD"
  })
  void ofOneList(String type, int elements, String codec) throws Exception {
    int heap = SHARE == 1 ? 400 : 80;
    ForkedJvm.Result result =
        ForkedJvm.run(
            List.of("-Xmx%dm".formatted(heap)),
            HugeRow.class,
            type,
            String.valueOf(elements / SHARE),
            codec);
    assertThat(result.exitCode()).as(result.output()).isZero();
    assertThat(result.output()).contains("values=" + elements / SHARE);
  }
}
