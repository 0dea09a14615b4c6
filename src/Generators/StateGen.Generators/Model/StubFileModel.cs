namespace StateGen.Generators.Model;

/// <summary>A file with the half of a state property that stands outside any operator.</summary>
internal sealed record StubFileModel
{
    public required string HintName { get; init; }

    public required PartialTypeModel Type { get; init; }

    public required StubModel Stub { get; init; }
}
