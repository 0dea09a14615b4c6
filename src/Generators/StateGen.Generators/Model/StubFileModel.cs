namespace StateGen.Generators.Model;

/// <summary>A file with the half of a state property that stands outside any operator.</summary>
internal sealed record StubFileModel
{
    /// <summary>The name of the generated file, without extension.</summary>
    public required string FileName { get; init; }

    public required PartialTypeModel Type { get; init; }

    public required StubModel Stub { get; init; }
}
