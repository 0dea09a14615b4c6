using System.Runtime.Serialization;
using MessagePack;

namespace StateGen.Interop.Tests.Oracle.Differences;

[MessagePackObject]
public abstract record TextOrigin([property: Key("origin")] int Origin);

[MessagePackObject]
public sealed record TextDerived(int Origin, [property: Key("more")] int More) : TextOrigin(Origin);

[MessagePackObject(keyAsPropertyName: true)]
public abstract record NamedOrigin(int Origin);

[MessagePackObject(keyAsPropertyName: true)]
public sealed record NamedDerived(int Origin, int More) : NamedOrigin(Origin);

/// <summary>Keys in another order than the parameters.</summary>
[MessagePackObject]
public sealed record Reversed([property: Key(1)] string Name, [property: Key(0)] int Age);

/// <summary>A member that is not public and has a key.</summary>
[MessagePackObject]
public sealed record Hidden([property: Key(0)] int Shown)
{
    [Key(1)]
    internal int Internal { get; init; }
}

[MessagePackObject]
public sealed record EmptyKey([property: Key("")] int Value);

/// <summary>A type without attributes of this library.</summary>
public sealed record Unmarked(Int128 Value);

[MessagePackObject]
public sealed record HoldsUnmarked([property: Key(0)] Unmarked Value);

[DataContract]
public sealed record Contract([property: DataMember] int Value);

[MessagePackObject]
public sealed record Boxed<T>([property: Key(0)] T Value);

/// <summary>Keeps the types of which something differs, so that the generator writes their codecs.</summary>
[Operator("differing")]
internal sealed partial class DifferingOperator : KeyedOperator<int, int, int>
{
    [State]
    internal partial TextDerived? Text { get; set; }

    [State]
    internal partial NamedDerived? Named { get; set; }

    [State]
    internal partial Reversed? Reversed { get; set; }

    [State]
    internal partial Hidden? Hidden { get; set; }

    [State]
    internal partial EmptyKey? EmptyKey { get; set; }

    [State]
    internal partial HoldsUnmarked? HoldsUnmarked { get; set; }

    [State]
    internal partial Contract? Contract { get; set; }

    protected override void OnEvent(int value, OperatorContext<int> context) => ClearState();
}

/// <summary>An operator of a library, which does not know the type that its marked type holds.</summary>
[Operator("boxing")]
internal sealed partial class BoxingOperator<T> : KeyedOperator<int, T, int>
{
    [State]
    internal partial Boxed<T>? Box { get; set; }

    protected override void OnEvent(T value, OperatorContext<int> context) => ClearState();
}
