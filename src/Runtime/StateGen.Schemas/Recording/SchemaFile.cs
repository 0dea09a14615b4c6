namespace StateGen.Schemas.Recording;

/// <summary>The two files in which a project records the schemas of its operators.</summary>
public enum SchemaFile
{
    /// <summary>What was shipped, by generation. Only ever appended to.</summary>
    Shipped = 0,

    /// <summary>What changed since.</summary>
    Unshipped = 1,
}
