namespace StateGen.Schemas;

/// <summary>Provides the names of the types that are built into type expressions. Every other name refers to a user's type.</summary>
public static class BuiltInTypes
{
    /// <summary>A sequence, whatever its container in .NET.</summary>
    public const string List = "list";

    /// <summary>A set, whatever its container in .NET.</summary>
    public const string Set = "set";

    /// <summary>A dictionary, whatever its container in .NET.</summary>
    public const string Map = "map";

    /// <summary>A tuple or a pair of key and value.</summary>
    public const string Tuple = "tuple";

    private static readonly HashSet<string> ScalarNames = new(StringComparer.Ordinal)
    {
        "boolean", "byte", "sbyte", "int16", "uint16", "int32", "uint32", "int64", "uint64", "int128", "uint128", "int128le", "uint128le",
        "char", "half", "single", "double", "decimal", "decimaltext", "biginteger", "string", "uri", "version", "bytes", "guid", "guidtext",
        "datetime", "datetimeoffset", "localdatetimeoffset", "timespan", "dateonly", "timeonly",
    };

    /// <summary>Determines whether a name is that of a scalar.</summary>
    /// <param name="name">The name of a type expression.</param>
    public static bool IsScalar(string name) => ScalarNames.Contains(name);

    /// <summary>Determines whether a name is that of a collection or tuple, which has arguments.</summary>
    /// <param name="name">The name of a type expression.</param>
    public static bool IsCollection(string name) => name is List or Set or Map or Tuple;

    /// <summary>Determines whether a name refers to a type that a <see cref="TypeSchema"/> must describe.</summary>
    /// <param name="name">The name of a type expression.</param>
    public static bool IsNamed(string name) => !IsScalar(name) && !IsCollection(name);
}
