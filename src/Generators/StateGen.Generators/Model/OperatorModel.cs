namespace StateGen.Generators.Model;

/// <summary>A class marked as operator, as far as it concerns what is emitted for it.</summary>
internal sealed record OperatorModel
{
    /// <summary>The name of the generated file, without extension. Unique among operators but for case.</summary>
    public required string FileName { get; init; }

    public required PartialTypeModel Type { get; init; }

    /// <summary>Null when something is wrong with the class as a whole: then all its states are stubs.</summary>
    public required BindingModel? Binding { get; init; }

    public required EquatableArray<StubModel> Stubs { get; init; }

    /// <summary>The codecs that the whole assembly shares.</summary>
    public IEnumerable<CodecModel> SharedCodecs => Binding?.Codecs.Where(codec => !codec.IsNested) ?? [];
}
