using BenchmarkDotNet.Attributes;

namespace StateGen.Benchmarks.Serialization;

/// <summary>Writing and reading a record of six fields: generated codec, System.Text.Json (source-generated), Google.Protobuf. Times are per record.</summary>
[MemoryDiagnoser]
public class SerializationBenchmarks
{
    private ISerializer _serializer = null!;

    /// <summary>The names of the serializers, the one to compare with first.</summary>
    public static IEnumerable<string> Names => Serializers.All.Select(serializer => serializer.Name);

    [ParamsSource(nameof(Names))]
    public string Serializer { get; set; } = "";

    [GlobalSetup]
    public void Create() => _serializer = Serializers.All.Single(serializer => serializer.Name == Serializer).Create(Reading.Generate());

    [Benchmark(OperationsPerInvoke = Reading.Different)]
    public int Write() => _serializer.Write();

    [Benchmark(OperationsPerInvoke = Reading.Different)]
    public long Read() => _serializer.Read();
}
