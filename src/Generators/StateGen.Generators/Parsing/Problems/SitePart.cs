namespace StateGen.Generators.Parsing.Problems;

/// <summary>The part of a declaration that a problem is about.</summary>
internal enum SitePart
{
    Name,
    PropertyType,
    Accessors,
    SetAccessor,
    StaticModifier,
    Initializer,
    StateName,
    TtlAttribute,
    Upgrade,
    OperatorId,
    KeyType,
}
