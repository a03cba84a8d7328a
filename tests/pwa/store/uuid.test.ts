// @vitest-environment node
import { expect, test } from "vitest";
import { pairId, uuid7 } from "../../../pwa/src/store/uuid";

// As Python's uuid.uuid5 has it; the lengths stand on both sides of the edges of SHA-1's blocks.
test.each([
  ["", "4db703e5-d078-5f5d-a373-febfbee7b212"],
  ["a", "ae200787-b659-5215-b77e-f07ee334e892"],
  ["верстат", "3d9bdcab-fea9-5d1d-8715-94f9b58919ab"],
  ["x".repeat(36), "2a0e0600-f46a-54ff-90f0-06107d2a464c"],
  ["x".repeat(37), "212f8251-0c6e-5dff-9ab5-d5b98701a442"],
  ["x".repeat(38), "839206b0-e106-5d54-b4a8-61792292453a"],
  ["x".repeat(45), "ace09e05-122f-5195-88e5-de0faea30254"],
  ["x".repeat(300), "fc70840e-b8b4-5432-bb4c-00b89143404e"],
])("the id of the pair %s and b is the same everywhere", (name, id) => expect(pairId(name, "b")).toBe(id));

test("a UUIDv7 carries its time, version and variant", () => {
  const now = 0x0199_ab12_cd34;
  expect(uuid7(now, new Uint8Array(16).fill(0xff))).toBe("0199ab12-cd34-7fff-bfff-ffffffffffff");
});
