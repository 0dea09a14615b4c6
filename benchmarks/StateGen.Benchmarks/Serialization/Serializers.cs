using StateGen.Generated;

namespace StateGen.Benchmarks.Serialization;

/// <summary>Provides the serializers that are compared.</summary>
internal static class Serializers
{
    /// <summary>Gets all serializers, with the baseline first.</summary>
    public static IReadOnlyList<(string Name, Func<Reading[], ISerializer> Create)> All { get; } =
    [
        ("System.Text.Json", readings => new SystemTextJsonSerializer(readings)),
        ("Google.Protobuf", readings => new ProtobufSerializer(readings)),
        ("generated codec", readings => new MessagePackSerializer<StateGen_Benchmarks_Serialization_ReadingValueCodec>(readings)),
    ];
}
