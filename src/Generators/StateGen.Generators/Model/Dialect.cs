namespace StateGen.Generators.Model;

/// <summary>Whose rules the bytes of built-in types follow. A user's type decides for its own members, collections and tuples take over what is around them.</summary>
internal enum Dialect
{
    /// <summary>StateGen's.</summary>
    StateGen,

    /// <summary>MessagePack-CSharp's, inside a <c>[MessagePackObject]</c>.</summary>
    MessagePackCSharp,
}
