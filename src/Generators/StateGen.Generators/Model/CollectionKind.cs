namespace StateGen.Generators.Model;

/// <summary>The kinds of collection state. The names are those of the schema's <c>StateKind</c>.</summary>
internal enum CollectionKind
{
    Map,
    List,
}
