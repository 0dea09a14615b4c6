namespace StateGen;

/// <summary>Converts the bytes of a line to an event, without a string for the line or its fields. Called from several threads.</summary>
/// <typeparam name="T">The type of the events.</typeparam>
/// <param name="line">
/// The line in UTF-8, without its line end. Valid during the call only. <c>int.Parse</c>, <c>Utf8Parser</c> and <c>MemoryExtensions.Split</c> read it in place.
/// </param>
/// <returns>The event. Any exception means that the line is not an event.</returns>
public delegate T Utf8LineParser<out T>(ReadOnlySpan<byte> line);
