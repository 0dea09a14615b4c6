namespace StateGen.Generators.Parsing.Types;

/// <summary>The kinds of <see cref="TypeRefusal"/>.</summary>
internal enum RefusalKind
{
    /// <summary>There is no codec for it.</summary>
    Unsupported,

    /// <summary>It can be changed in place, behind the back of snapshots.</summary>
    Mutable,

    /// <summary>The compiler does not know it and says so itself.</summary>
    Unknown,
}
