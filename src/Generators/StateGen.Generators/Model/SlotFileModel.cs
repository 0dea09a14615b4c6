namespace StateGen.Generators.Model;

/// <summary>The file that registers the codecs of an assembly for generic operators.</summary>
internal sealed record SlotFileModel
{
    /// <summary>The slots in ordinal order.</summary>
    public required EquatableArray<SlotModel> Slots { get; init; }

    /// <summary>The codecs that describe the named types in them, in ordinal order.</summary>
    public required EquatableArray<CodecModel> Codecs { get; init; }

    /// <summary>Brings together what the operators of an assembly and its <c>[GenerateCodec]</c> need; null when that is nothing.</summary>
    public static SlotFileModel? Of(IEnumerable<CodecModel> codecs, IEnumerable<SlotModel> requested)
    {
        var distinct = codecs.GroupBy(codec => (codec.Role, codec.TypeName, codec.Dialect)).Select(same => same.First())
            .OrderBy(codec => codec.TypeName, StringComparer.Ordinal).ThenBy(codec => codec.Role).ToArray();
        var slots = distinct.Where(IsShared).Select(SlotModel.Of).Concat(requested).GroupBy(slot => (slot.Role, slot.TypeName)).Select(same => same.First())
            .OrderBy(slot => slot.TypeName, StringComparer.Ordinal).ThenBy(slot => slot.Role).ToArray();
        return slots.Length == 0 ? null : new() { Slots = slots.ToEquatableArray(), Codecs = distinct.ToEquatableArray() };
    }

    // What can be changed in place is kept by copying it, which a generic operator does not do.
    private static bool IsShared(CodecModel codec) => !codec.Shape.IsMutable && codec.Dialect == Dialect.StateGen;
}
