package io.flinkarrow.batch;

import java.lang.reflect.Type;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.TypeInfoFactory;
import org.apache.flink.api.common.typeinfo.TypeInformation;

/** For Flink's type extraction, so that lambdas need no {@code returns} and never fall to Kryo. */
public final class RecordBatchTypeInfoFactory extends TypeInfoFactory<RecordBatch> {

  @Override
  public TypeInformation<RecordBatch> createTypeInfo(
      Type type, Map<String, TypeInformation<?>> genericParameters) {
    return RecordBatchTypeInfo.ofAnySchema();
  }
}
