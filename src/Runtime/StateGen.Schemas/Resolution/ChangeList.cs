namespace StateGen.Schemas.Resolution;

/// <summary>
/// Collects the changes of one state, or of the key. A change that is found twice counts for both types that contain it, but is reported once.
/// </summary>
internal sealed class ChangeList(string? stateName)
{
    private readonly List<SchemaChange> _changes = [];

    public string? StateName => stateName;

    public int Count => _changes.Count;

    public IReadOnlyList<SchemaChange> Changes => [.. _changes.Distinct()];

    public bool IsRefused => _changes.Exists(change => change.IsRefused);

    public void Allow(SchemaChangeKind kind, string? member, string stored, string declared, string consequence) =>
        _changes.Add(new(kind, stateName, member, stored, declared, IsRefused: false, consequence));

    public void Refuse(SchemaChangeKind kind, string? member, string stored, string declared, string remedy) =>
        _changes.Add(new(kind, stateName, member, stored, declared, IsRefused: true, remedy));

    /// <summary>Determines whether a change after the first <paramref name="count"/> changes refuses, adds or removes something.</summary>
    public bool ChangedContentSince(int count) => FindContentSince(count) is not null;

    /// <summary>Finds the first change after the first <paramref name="count"/> changes that refuses, adds or removes something.</summary>
    public SchemaChange? FindContentSince(int count) => _changes.Skip(count).FirstOrDefault(change => change.IsRefused || AddsOrRemoves(change.Kind));

    /// <summary>Adds a change that was found at an earlier occurrence of its type once more.</summary>
    public void Repeat(SchemaChange change) => _changes.Add(change);

    public void Rollback(int count) => _changes.RemoveRange(count, _changes.Count - count);

    private static bool AddsOrRemoves(SchemaChangeKind kind) => kind is
        SchemaChangeKind.MemberAdded or SchemaChangeKind.MemberRemoved or SchemaChangeKind.EnumMemberAdded or SchemaChangeKind.EnumMemberRemoved
        or SchemaChangeKind.UnionCaseAdded or SchemaChangeKind.UnionCaseRemoved;
}

/// <summary>The path to a type in a state.</summary>
/// <param name="Member">The member as <c>Type.Member</c>; null for the state itself.</param>
/// <param name="Stored">The whole stored type of that member or state.</param>
/// <param name="Declared">The whole declared type.</param>
/// <param name="NilIsDefault">true if nil is read as the default, as in a row; otherwise, false.</param>
/// <param name="IsDistinct">true if different values must stay different, as in a set and as the keys of a map; otherwise, false.</param>
internal sealed record SchemaPath(string? Member, string Stored, string Declared, bool NilIsDefault, bool IsDistinct)
{
    /// <summary>Returns the path to an element.</summary>
    public SchemaPath Inside() => this with { NilIsDefault = false };

    /// <summary>Returns the path to an element of a set, or of a key.</summary>
    public SchemaPath InsideDistinct() => this with { NilIsDefault = false, IsDistinct = true };
}
