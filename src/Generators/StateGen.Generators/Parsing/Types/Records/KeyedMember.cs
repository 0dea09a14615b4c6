namespace StateGen.Generators.Parsing.Types.Records;

/// <summary>A member of a <c>[MessagePackObject]</c> that is written.</summary>
/// <param name="Member">The member.</param>
/// <param name="Key">Its key as schemas have it: digits, or text in double quotes.</param>
/// <param name="Position">Its place in the order of writing.</param>
internal sealed record KeyedMember(RecordMember Member, string Key, int Position);
