package io.flinkarrow.parquet.file;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.parquet.CorruptStatistics;
import org.apache.parquet.VersionParser;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.junit.jupiter.api.Test;

class CreatedByTest {

  @Test
  void parsersFindApplicationVersionAndBuild() throws Exception {
    VersionParser.ParsedVersion version = VersionParser.parse(CreatedBy.VALUE);
    assertThat(version.application).isEqualTo("flink-arrow-parquet");
    assertThat(version.version).matches("\\d+\\.\\d+\\.\\d+.*");
    assertThat(version.appBuildHash).isNotEmpty().doesNotContain("$");
  }

  @Test
  void readersTrustTheStatistics() {
    for (PrimitiveTypeName type : PrimitiveTypeName.values()) {
      assertThat(CorruptStatistics.shouldIgnoreStatistics(CreatedBy.VALUE, type)).isFalse();
    }
  }
}
