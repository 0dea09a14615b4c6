using StateGen.Keys;

namespace StateGen.Tests.Backends;

/// <summary>A key whose codec throws while it is broken.</summary>
internal sealed class Fragile(long number)
{
    public long Number { get; } = number;

    public bool IsBroken { get; set; }
}

internal readonly struct FragileCodec : IKeyCodec<Fragile>
{
    public static Fragile Normalize(Fragile key) => key;

    public static bool Equals(in Fragile left, in Fragile right) => left.Number == right.Number;

    public static ulong Hash(in Fragile key) =>
        key.IsBroken ? throw new NotSupportedException($"Key {key.Number} is broken.") : IntegerKeyCodec<long>.Hash(key.Number);

    public static void Write(ref KeyWriter writer, in Fragile key) => IntegerKeyCodec<long>.Write(ref writer, key.Number);

    public static Fragile Read(ref KeyReader reader) => new(IntegerKeyCodec<long>.Read(ref reader));
}
