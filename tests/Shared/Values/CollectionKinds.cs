namespace StateGen.Tests.Values;

/// <summary>Which kind of collection a container is, whatever it is called.</summary>
internal static class CollectionKinds
{
    public static bool IsMap(Type type) => Implements(type, typeof(IReadOnlyDictionary<,>));

    public static bool IsSet(Type type) => Implements(type, typeof(IReadOnlySet<>)) || Implements(type, typeof(ISet<>));

    private static bool Implements(Type type, Type definition) =>
        type.GetInterfaces().Prepend(type).Any(contract => contract.IsGenericType && contract.GetGenericTypeDefinition() == definition);
}
