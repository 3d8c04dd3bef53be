package io.flinkarrow.batch;

import java.util.List;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.flink.api.common.typeutils.TypeInformationTestBase;

/** Flink's contract for type information. */
class RecordBatchTypeInfoTest extends TypeInformationTestBase<RecordBatchTypeInfo> {

  @Override
  protected RecordBatchTypeInfo[] getTestData() {
    return new RecordBatchTypeInfo[] {
      RecordBatchTypeInfo.ofAnySchema(),
      RecordBatchTypeInfo.of(new Schema(List.of())),
      RecordBatchTypeInfo.of(SampleStream.SCHEMA),
      RecordBatchTypeInfo.of(new Schema(SampleColumns.everyType()))
    };
  }
}
