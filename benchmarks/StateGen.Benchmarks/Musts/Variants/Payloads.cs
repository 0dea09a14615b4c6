using System.Runtime.InteropServices;
using StateGen.Benchmarks.Memory;

namespace StateGen.Benchmarks.Musts.Variants;

/// <summary>A value of a certain size. Every record changes all of it.</summary>
internal interface IPayload<T>
    where T : struct
{
    T Add(long value);
}

internal readonly record struct Payload8(long A) : IPayload<Payload8>
{
    public Payload8 Add(long value) => new(A + value);
}

internal readonly record struct Payload16(long A, long B) : IPayload<Payload16>
{
    public Payload16 Add(long value) => new(A + value, B + value);
}

internal readonly record struct Payload32(long A, long B, long C, long D) : IPayload<Payload32>
{
    public Payload32 Add(long value) => new(A + value, B + value, C + value, D + value);
}

internal readonly record struct Payload64(Payload32 A, Payload32 B) : IPayload<Payload64>
{
    public Payload64 Add(long value) => new(A.Add(value), B.Add(value));
}

internal readonly record struct Payload128(Payload64 A, Payload64 B) : IPayload<Payload128>
{
    public Payload128 Add(long value) => new(A.Add(value), B.Add(value));
}

internal readonly record struct Payload256(Payload128 A, Payload128 B) : IPayload<Payload256>
{
    public Payload256 Add(long value) => new(A.Add(value), B.Add(value));
}

/// <summary>The fastest hand-written form with a dictionary: every number of the row is changed in place.</summary>
internal sealed class PayloadDictionary<T> : IVariant
    where T : struct, IPayload<T>
{
    private readonly Dictionary<long, T> _rows = [];

    public void Process(ReadOnlySpan<long> keys, ReadOnlySpan<long> values, ReadOnlySpan<long> timestamps)
    {
        for (var i = 0; i < keys.Length; i++)
        {
            ref var row = ref CollectionsMarshal.GetValueRefOrAddDefault(_rows, keys[i], out _);
            foreach (ref var number in MemoryMarshal.Cast<T, long>(new Span<T>(ref row)))
                number += values[i];
        }
    }

    public void Dispose()
    {
    }
}

/// <summary>An operator with one state of 8 bytes.</summary>
[Operator("payload-8")]
internal sealed partial class Payload8Operator : KeyedOperator<long, long, long>
{
    [State] private partial Payload8 Value { get; set; }

    protected override void OnEvent(long value, OperatorContext<long> context) => Value = Value.Add(value);
}

/// <summary>An operator with one state of 32 bytes.</summary>
[Operator("payload-32")]
internal sealed partial class Payload32Operator : KeyedOperator<long, long, long>
{
    [State] private partial Payload32 Value { get; set; }

    protected override void OnEvent(long value, OperatorContext<long> context) => Value = Value.Add(value);
}

/// <summary>An operator with one state of 64 bytes.</summary>
[Operator("payload-64")]
internal sealed partial class Payload64Operator : KeyedOperator<long, long, long>
{
    [State] private partial Payload64 Value { get; set; }

    protected override void OnEvent(long value, OperatorContext<long> context) => Value = Value.Add(value);
}

/// <summary>An operator with one state of 128 bytes.</summary>
[Operator("payload-128")]
internal sealed partial class Payload128Operator : KeyedOperator<long, long, long>
{
    [State] private partial Payload128 Value { get; set; }

    protected override void OnEvent(long value, OperatorContext<long> context) => Value = Value.Add(value);
}

/// <summary>An operator with one state of 256 bytes.</summary>
[Operator("payload-256")]
internal sealed partial class Payload256Operator : KeyedOperator<long, long, long>
{
    [State] private partial Payload256 Value { get; set; }

    protected override void OnEvent(long value, OperatorContext<long> context) => Value = Value.Add(value);
}
