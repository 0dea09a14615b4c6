namespace StateGen.Generators.Model;

/// <summary>The types of one or several <c>[GenerateCodec]</c>.</summary>
internal sealed record CodecRequestModel
{
    /// <summary>The codecs of every named type in them.</summary>
    public required EquatableArray<CodecModel> Codecs { get; init; }

    /// <summary>The types themselves.</summary>
    public required EquatableArray<SlotModel> Slots { get; init; }
}
