namespace StateGen.Generators.Model;

/// <summary>What a codec is for: values are written in MessagePack, keys in the order-preserving key encoding.</summary>
internal enum CodecRole
{
    Value,
    Key,
}
