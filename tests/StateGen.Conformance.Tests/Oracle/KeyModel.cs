using System.Collections.Immutable;

namespace StateGen.Conformance.Tests.Oracle;

/// <summary>The state of one key in the model. Immutable, so that undoing a record is forgetting it.</summary>
internal sealed record KeyModel
{
    public static KeyModel Empty { get; } = new();

    public long Number { get; init; }

    public int? Optional { get; init; }

    public string? Text { get; init; }

    public Written<long>? Fading { get; init; }

    public ImmutableDictionary<string, long?> Map { get; init; } = ImmutableDictionary.Create<string, long?>(StringComparer.Ordinal);

    public ImmutableDictionary<long, Written<string>> FadingMap { get; init; } = ImmutableDictionary<long, Written<string>>.Empty;

    public ImmutableList<long> List { get; init; } = [];

    public ImmutableList<Written<string>> FadingList { get; init; } = [];
}
