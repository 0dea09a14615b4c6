namespace StateGen.Generators.Tests.Types;

/// <summary>The attributes of MessagePack-CSharp, which the generator recognizes by their names.</summary>
internal static class MessagePackAttributeSource
{
    public const string Text = """
        namespace MessagePack
        {
            [AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct)]
            internal sealed class MessagePackObjectAttribute(bool keyAsPropertyName = false) : Attribute { public bool KeyAsPropertyName { get; } = keyAsPropertyName; }
            [AttributeUsage(AttributeTargets.Property | AttributeTargets.Field)]
            internal sealed class KeyAttribute : Attribute { public KeyAttribute(int x) => IntKey = x; public KeyAttribute(string x) => StringKey = x; public int? IntKey { get; } public string? StringKey { get; } }
            [AttributeUsage(AttributeTargets.Property | AttributeTargets.Field)]
            internal sealed class IgnoreMemberAttribute : Attribute;
            [AttributeUsage(AttributeTargets.Class | AttributeTargets.Interface, AllowMultiple = true, Inherited = false)]
            internal sealed class UnionAttribute(int key, Type subType) : Attribute { public int Key { get; } = key; public Type SubType { get; } = subType; }
            [AttributeUsage(AttributeTargets.Constructor)]
            internal sealed class SerializationConstructorAttribute : Attribute;
            [AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct | AttributeTargets.Property | AttributeTargets.Field)]
            internal sealed class MessagePackFormatterAttribute(Type formatterType) : Attribute { public Type FormatterType { get; } = formatterType; }
            internal interface IMessagePackSerializationCallbackReceiver;
        }
        """;
}
