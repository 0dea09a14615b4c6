namespace StateGen.TestKit.Values;

/// <summary>Which kind of collection a container is, whatever it is called.</summary>
internal static class CollectionKinds
{
    public static bool IsMap(Type type) => Implements(type, typeof(IReadOnlyDictionary<,>));

    public static bool IsSet(Type type) => Implements(type, typeof(IReadOnlySet<>)) || Implements(type, typeof(ISet<>));

    /// <summary>Whether it holds elements, in an order or none.</summary>
    public static bool IsList(Type type) => type.IsGenericType && Implements(type, typeof(IEnumerable<>));

    public static Type ElementOf(Type type) => Find(type, typeof(IEnumerable<>))!.GetGenericArguments()[0];

    private static bool Implements(Type type, Type definition) => Find(type, definition) is not null;

    private static Type? Find(Type type, Type definition) =>
        type.GetInterfaces().Prepend(type).FirstOrDefault(contract => contract.IsGenericType && contract.GetGenericTypeDefinition() == definition);
}
