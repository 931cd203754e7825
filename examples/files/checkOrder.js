// A script in a file of its own, for several requests.

client.test("The order arrived as it was sent", () => {
  client.assert(response.body.data === request.body(), "what arrived was " + response.body.data);
});

client.test("It is signed", () => {
  client.assert(/^[0-9a-f]{64}$/.test(jsonPath(response.body, "$.headers['X-Signature']")));
});
