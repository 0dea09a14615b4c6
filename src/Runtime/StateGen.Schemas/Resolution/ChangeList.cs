namespace StateGen.Schemas.Resolution;

/// <summary>Collects the changes of one state, or of the key. What is found twice counts twice for what it is part of, and is told once.</summary>
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

    /// <summary>Whether something was refused, added or removed since there were <paramref name="count"/> changes.</summary>
    public bool ChangedContentSince(int count) => FindContentSince(count) is not null;

    /// <summary>The first change since there were <paramref name="count"/> that refuses, adds or removes something.</summary>
    public SchemaChange? FindContentSince(int count) => _changes.Skip(count).FirstOrDefault(change => change.IsRefused || AddsOrRemoves(change.Kind));

    /// <summary>Adds a change again, which was found where its type stood before.</summary>
    public void Repeat(SchemaChange change) => _changes.Add(change);

    public void Rollback(int count) => _changes.RemoveRange(count, _changes.Count - count);

    private static bool AddsOrRemoves(SchemaChangeKind kind) => kind is
        SchemaChangeKind.MemberAdded or SchemaChangeKind.MemberRemoved or SchemaChangeKind.EnumMemberAdded or SchemaChangeKind.EnumMemberRemoved
        or SchemaChangeKind.UnionCaseAdded or SchemaChangeKind.UnionCaseRemoved;
}

/// <summary>Where in a state a type stands.</summary>
/// <param name="Member">The member as <c>Type.Member</c>; null for the state itself.</param>
/// <param name="Stored">The whole stored type of that member or state.</param>
/// <param name="Declared">The whole declared type.</param>
/// <param name="NilIsDefault">Whether nil is read as the default: in a row.</param>
/// <param name="IsDistinct">Whether different values must stay different: in a set, and as the key of a map.</param>
internal sealed record SchemaPath(string? Member, string Stored, string Declared, bool NilIsDefault, bool IsDistinct)
{
    /// <summary>The place of an element.</summary>
    public SchemaPath Inside() => this with { NilIsDefault = false };

    /// <summary>The place of an element of a set, or of a key.</summary>
    public SchemaPath InsideDistinct() => this with { NilIsDefault = false, IsDistinct = true };
}
